"""Orders: the list, entering one, its page, and what later documents do to it."""

from django.urls import path

from wumen.web.orders.changing import orders_change, orders_change_confirm, orders_change_drop
from wumen.web.orders.ending import orders_ending
from wumen.web.orders.entering import orders_new
from wumen.web.orders.looking import orders, orders_confirm, orders_drop, orders_one
from wumen.web.orders.releasing import (
    orders_attest,
    orders_attest_withdraw,
    orders_release,
    orders_step,
)

urls = [
    path("orders/", orders, name="orders"),
    path("orders/new/", orders_new, name="orders_new"),
    path("orders/ending/", orders_ending, name="orders_ending"),
    path("orders/<str:number>/", orders_one, name="orders_one"),
    path("orders/<str:number>/confirm/", orders_confirm, name="orders_confirm"),
    path("orders/<str:number>/drop/", orders_drop, name="orders_drop"),
    path("orders/<str:number>/release/", orders_release, name="orders_release"),
    path("orders/<str:number>/release/attest/", orders_attest, name="orders_attest"),
    path(
        "orders/<str:number>/release/attest/<uuid:ident>/withdraw/",
        orders_attest_withdraw,
        name="orders_attest_withdraw",
    ),
    path("orders/<str:number>/release/step/", orders_step, name="orders_step"),
    path("orders/<str:number>/change/", orders_change, name="orders_change"),
    path(
        "orders/<str:number>/change/<uuid:ident>/confirm/",
        orders_change_confirm,
        name="orders_change_confirm",
    ),
    path(
        "orders/<str:number>/change/<uuid:ident>/drop/",
        orders_change_drop,
        name="orders_change_drop",
    ),
]
