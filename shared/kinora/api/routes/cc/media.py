"""Media of runs by their content ids, whole or in a range."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path

from kinora.api.access.asking import AtRequest
from kinora.api.desk import AtDesk
from kinora.api.sending import send
from kinora.cc import contents
from kinora.cc.contents import ENDINGS
from kinora.model.errors import InvalidInput, NotFound

router = Router()
ContentId = Annotated[str, Path(description="A medium's content id.", min_length=1, max_length=64)]


@router.get("/cc/media/<content_id>", tags=["cc"], summary="A picture, clip or piece of music")
def get_medium(desk: AtDesk, request: AtRequest, content_id: ContentId) -> Response[str]:
    try:
        content = contents.find(desk.stage.objects, content_id)
    except InvalidInput as error:
        raise NotFound(f"no content {content_id!r}") from error
    info = desk.stage.objects.head(content.key)
    return send(request, info, content.mime, f"{content_id}.{ENDINGS[content.mime]}")
