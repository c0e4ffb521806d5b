from django.db import migrations

import conference.models.terms


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0003_mend_overlapping_terms"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alliancerole",
            name="alliance_has_one_lead_at_a_time",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="organization_has_one_current_membership",
        ),
        migrations.AddConstraint(
            model_name="alliancerole",
            constraint=conference.models.terms.TermsApart(
                name="alliance_has_one_lead_at_a_time",
                of=("alliance",),
                only={"role": "lead"},
                violation_error_message="The alliance has a lead on these days: %(other)s, %(term)s. Enter until when it led, and since when the next does.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=conference.models.terms.TermsApart(
                name="terms_of_an_organization_do_not_overlap",
                of=("alliance", "organization"),
                violation_error_message="%(other)s is in the alliance already, %(term)s. Two terms of one organization share no day: change “since” or “until”, or end that term first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=conference.models.terms.TermsApart(
                name="terms_of_a_representative_do_not_overlap",
                of=("membership", "person"),
                only={"role": "representative"},
                violation_error_message="%(other)s has this role already, %(term)s. Two terms of one person share no day: change “since” or “until”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=conference.models.terms.TermsApart(
                name="terms_of_a_liaison_do_not_overlap",
                of=("membership", "person"),
                only={"role": "liaison"},
                violation_error_message="%(other)s has this role already, %(term)s. Two terms of one person share no day: change “since” or “until”.",
            ),
        ),
    ]
