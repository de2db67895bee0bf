"""What the programme's models do and need, fact by fact, and the state that follows."""

from hoanhap.casework.programmes.models.deployments import Deployment as Deployment
from hoanhap.casework.programmes.models.deployments import DeploymentColumns as DeploymentColumns
from hoanhap.casework.programmes.models.deployments import DeploymentFact as DeploymentFact
from hoanhap.casework.programmes.models.deployments import DeploymentFactQuerySet as DeploymentFactQuerySet
from hoanhap.casework.programmes.models.deployments import DeploymentQuerySet as DeploymentQuerySet
from hoanhap.casework.programmes.models.teams import Appointment as Appointment
from hoanhap.casework.programmes.models.teams import ChangeWish as ChangeWish
from hoanhap.casework.programmes.models.teams import HelperChoice as HelperChoice
from hoanhap.casework.programmes.models.teams import Team as Team
from hoanhap.casework.programmes.models.teams import TeamMeeting as TeamMeeting
from hoanhap.casework.programmes.models.teams import TeamQuerySet as TeamQuerySet
