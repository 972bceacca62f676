"""What the classes of leadership roles are called."""

from collections.abc import Mapping

from mentorkit.cohort.model import RoleClass

ROLE_NAMES: Mapping[RoleClass, str] = {
    "wp_coord": "Coordinating a WikiProject",
    "sw_maint": "Maintaining software",
    "event_org": "Organising an event",
    "speaker": "Speaking at an event",
    "admin_ask": "Asking for advanced rights",
    "rights": "Holding advanced rights",
    "ambassador": "Ambassador",
    "mentor": "Mentoring others",
    "grantee": "Leading a grant",
    "affiliate": "Founding or running an affiliate",
    "committee": "Sitting on a committee",
    "policy_lead": "Leading a policy discussion",
    "policy_part": "Joining policy discussions",
    "translation_lead": "Leading translations",
    "campaign_lead": "Leading a campaign",
    "newsletter_editor": "Editing a newsletter",
    "tech_task_lead": "Leading a technical task",
}
