"""Going back: the branches of a run, what a jump would change, the jump, the way back."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from kinora.api.access.asking import AtCaller
from kinora.api.desk import AtDesk
from kinora.api.routes.cc.views import RunId
from kinora.cc.run import branching
from kinora.cc.run.branching import BranchLine, Difference
from kinora.cc.run.course import Touched
from kinora.model.base import Frozen

router = Router()


class ModuleChoice(Frozen):
    """A module to go back to."""

    module: Annotated[str, Field(min_length=1, max_length=64)]


class BranchChoice(Frozen):
    """A branch to go back to."""

    branch: Annotated[str, Field(min_length=1, max_length=20)]


class BranchList(Frozen):
    branches: tuple[BranchLine, ...]


class JumpPlan(Frozen):
    """What a jump would do to the modules that are done, in their order."""

    module: str
    touched: tuple[Touched, ...]


class Comparison(Frozen):
    left: str
    right: str
    differing: tuple[Difference, ...]


@router.get("/cc/runs/<run_id>/branches", tags=["cc"], summary="The branches of a run")
def list_branches(desk: AtDesk, run_id: RunId) -> BranchList:
    return BranchList(branches=branching.branches(desk.runs().story(run_id)))


@router.post("/cc/runs/<run_id>/branches/plan", tags=["cc"], summary="What a jump would change")
def plan_jump(desk: AtDesk, run_id: RunId, body: ModuleChoice) -> JumpPlan:
    """Nothing is changed."""
    touched = branching.planned(desk.runs(), run_id, body.module)
    return JumpPlan(module=body.module, touched=touched)


@router.post("/cc/runs/<run_id>/branches/jump", tags=["cc"], summary="Go back to a module")
def jump(desk: AtDesk, caller: AtCaller, run_id: RunId, body: ModuleChoice) -> BranchLine:
    return branching.jump(desk.runs(), run_id, body.module, caller.name)


@router.post("/cc/runs/<run_id>/branches/restore", tags=["cc"], summary="Go back to a branch")
def restore(desk: AtDesk, caller: AtCaller, run_id: RunId, body: BranchChoice) -> BranchLine:
    return branching.restore(desk.runs(), run_id, body.branch, caller.name)


@router.get("/cc/runs/<run_id>/branches/compare", tags=["cc"], summary="How two branches differ")
def compare(
    desk: AtDesk,
    run_id: RunId,
    left: Annotated[str, Query(min_length=1, max_length=20)],
    right: Annotated[str, Query(min_length=1, max_length=20)],
) -> Comparison:
    found: Any = branching.compare(desk.runs().story(run_id), left, right)
    return Comparison(left=left, right=right, differing=found)
