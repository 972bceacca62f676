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

TIERS: Mapping[RoleClass, str] = {
    "wp_coord": "BA",
    "sw_maint": "A",
    "event_org": "B",
    "speaker": "B",
    "admin_ask": "B",
    "rights": "A",
    "ambassador": "A",
    "mentor": "BA",
    "grantee": "B",
    "affiliate": "A",
    "committee": "A",
    "policy_lead": "B",
    "policy_part": "C",
    "translation_lead": "B",
    "campaign_lead": "B",
    "newsletter_editor": "B",
    "tech_task_lead": "B",
}
"""The tiers that a class may be of, the usual one first: A formal, B a led task, C a step."""
