"""Static files under hashed names: a module's imports name the hashed files too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    # Without it `import "./queue.js"` would reach the file of yesterday's version in a cache.
    support_js_module_import_aggregation = True
