import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def module_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A transaction around a whole module: what is loaded once in it is there for all its tests,
    each of which undoes its own changes as usual.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr("django.conf.settings.DATA_DIR", tmp_path_factory.mktemp("data"))
        yield
        transaction.set_rollback(True)
