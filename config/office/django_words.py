"""Words of Django that its Chinese catalog lacks, or puts less politely or shortly than ours does.

Our own catalog comes first, so naming them here is enough to translate them. Nothing imports this.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

DATES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))

ADMIN = (
    _("Action"),
    _("Action:"),
    _("Add"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Add link"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? '
        "All of the following related items will be deleted:"
    ),
    _("Are you sure?"),
    _("Change or view list link"),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related "
        "objects, but your account doesn't have permission to delete the following types of "
        "objects:"
    ),
    _(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected "
        "related objects: %(related_objects)s"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but "
        "your account doesn't have permission to delete the following types of objects:"
    ),
    _("Email address:"),
    _("Error:"),
    _("First, enter a username and password. Then, you’ll be able to edit more user options."),
    _("Forgotten your login credentials?"),
    _(
        "Forgotten your password? Enter your email address below, and we’ll email instructions "
        "for setting a new one."
    ),
    _(
        "If you don’t receive an email, please make sure you’ve entered the address you "
        "registered with, and check your spam folder."
    ),
    _("In case you’ve forgotten, you are:"),
    _("Log out"),
    _("Model name"),
    _("Move to first position"),
    _("Move to last position"),
    _("Password reset"),
    _("Password reset confirmation"),
    _("Password reset sent"),
    _("Password reset unsuccessful"),
    _(
        "Please enter the correct %(username)s and password for a staff account. "
        "Note that both fields may be case-sensitive."
    ),
    _("Please enter your new password twice so we can verify you typed it in correctly."),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password "
        "twice so we can verify you typed it in correctly."
    ),
    _("Reset my password"),
    _("Save and add another"),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _(
        "The password reset link was invalid, possibly because it has already been used.  "
        "Please request a new password reset."
    ),
    _("View site"),
    _(
        "We’ve emailed you instructions for setting your password, if an account exists with the "
        "email you entered. You should receive them shortly."
    ),
    _("You don’t have permission to view or edit anything."),
    _(
        "You're receiving this email because you requested a password reset for your user account "
        "at %(site_name)s."
    ),
    _("Your password has been set.  You may go ahead and log in now."),
    _("Your password was changed."),
    _("Your username, in case you’ve forgotten:"),
)

# Of lists, and of what was done; Django sets spaces between Chinese words there.
LISTS = (
    _("%(app)s administration"),
    _("%(full_result_count)s total"),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("0 of %(cnt)s selected"),
    _("Add another %(model)s"),
    _("Added {name} “{object}”."),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the "
        "following objects and their related items will be deleted:"
    ),
    _("Cannot delete %(name)s"),
    _("Change %s"),
    _("Change history: %s"),
    _("Change selected %(model)s"),
    _("Changed {fields} for {name} “{object}”."),
    _("Choose a date from the list below to revert to a previous version of this object."),
    _("Delete selected %(verbose_name_plural)s"),
    _("Deleted {name} “{object}”."),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the "
        "following protected related objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would require deleting the "
        "following protected related objects:"
    ),
    _("Select %s"),
    _("Select %s to change"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was changed successfully."),
    _("View %s"),
    _("View selected %(model)s"),
)

ACCOUNTS = (
    _(
        "Please enter a correct %(username)s and password. "
        "Note that both fields may be case-sensitive."
    ),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Your password can’t be too similar to your other personal information."),
)

FORMS = (
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    _(":"),  # after the label of a field
    _("Enter a valid date."),
    _("Enter a valid email address."),
    _("This field is required."),
)


def lengths(count):
    return (
        ngettext(
            "This password is too short. It must contain at least %d character.",
            "This password is too short. It must contain at least %d characters.",
            count,
        ),
        ngettext(
            "Your password must contain at least %(min_length)d character.",
            "Your password must contain at least %(min_length)d characters.",
            count,
        ),
    )


def counts(count):
    return (
        ngettext(
            "%(count)s %(name)s was changed successfully.",
            "%(count)s %(name)s were changed successfully.",
            count,
        ),
        ngettext(
            "%(total_count)s selected",
            "All %(total_count)s selected",
            count,
        ),
        ngettext(
            "%(counter)s result",
            "%(counter)s results",
            count,
        ),
    )
