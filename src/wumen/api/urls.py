"""Every door of the phone app: one line for each capability."""

from wumen.api import field

urlpatterns = [*field.urls]
