"""The JSON API: what the pages show, for programs."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api")
