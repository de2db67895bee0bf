"""What the programme's models do and need, fact by fact, and the state that follows."""

from hoanhap.casework.programmes.models.deployments import Deployment as Deployment
from hoanhap.casework.programmes.models.deployments import DeploymentColumns as DeploymentColumns
from hoanhap.casework.programmes.models.deployments import DeploymentFact as DeploymentFact
from hoanhap.casework.programmes.models.deployments import DeploymentFactQuerySet as DeploymentFactQuerySet
from hoanhap.casework.programmes.models.deployments import DeploymentQuerySet as DeploymentQuerySet
from hoanhap.casework.programmes.models.help import Assessment as Assessment
from hoanhap.casework.programmes.models.help import CounsellingNote as CounsellingNote
from hoanhap.casework.programmes.models.help import HelpPlan as HelpPlan
from hoanhap.casework.programmes.models.help import Need as Need
from hoanhap.casework.programmes.models.help import PlanItem as PlanItem
from hoanhap.casework.programmes.models.help import Visit as Visit
from hoanhap.casework.programmes.models.reviews import ReviewDetail as ReviewDetail
from hoanhap.casework.programmes.models.reviews import ReviewMeeting as ReviewMeeting
from hoanhap.casework.programmes.models.reviews import RollCallAnswer as RollCallAnswer
from hoanhap.casework.programmes.models.reviews import SelfEvaluation as SelfEvaluation
from hoanhap.casework.programmes.models.teams import Appointment as Appointment
from hoanhap.casework.programmes.models.teams import ChangeWish as ChangeWish
from hoanhap.casework.programmes.models.teams import HelperChoice as HelperChoice
from hoanhap.casework.programmes.models.teams import Team as Team
from hoanhap.casework.programmes.models.teams import TeamMeeting as TeamMeeting
from hoanhap.casework.programmes.models.teams import TeamQuerySet as TeamQuerySet
