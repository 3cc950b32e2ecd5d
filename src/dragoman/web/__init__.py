"""The dashboard: pages and an API over one store.

``create_app`` makes the ASGI application that ``dragoman serve`` runs. Pages are rendered here, with what they
need to be read without scripts; scripts add charts, the keyboard, and parts that change in place.
"""

from dragoman.web.app import create_app

__all__ = ["create_app"]
