"""moto, made quicker to start and truer to AWS where a rotation would notice."""

import functools
import sys
import time
import types
from datetime import datetime, timezone

_now = None


def set_now(milliseconds):
    """What moto takes for the present time until the next call; None means the real time."""
    global _now
    _now = None if milliseconds is None else milliseconds / 1000


def seconds():
    return time.time() if _now is None else _now


def _utcnow():
    return datetime.fromtimestamp(seconds(), timezone.utc).replace(tzinfo=None)


def _skip_ec2():
    """SSM imports EC2 for its run-command only; that costs most of a second."""
    ec2 = types.ModuleType("moto.ec2")
    ec2.ec2_backends = {}
    sys.modules["moto.ec2"] = ec2


def _follow_clock():
    """Must run before the services are imported: they import this function by name."""
    import moto.core.utils as utils

    utils.utcnow = _utcnow


def _cache_lookups():
    """moto lists its own directory twice, and a class's methods once, for each request."""
    import moto.backends as backends
    import moto.core.responses as responses

    modules = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def application():
    """moto's own server application, with the services that a rotation uses already loaded."""
    _skip_ec2()
    _follow_clock()
    import moto.backends as backends
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    import secrets_patches
    import ssm_patches

    _cache_lookups()
    secrets_patches.apply(seconds)
    ssm_patches.apply()
    app = DomainDispatcherApplication(create_backend_app)
    for service in ("iam", "sts", "ssm", "secretsmanager"):
        backends.get_backend(service)
        app.app_instances[service] = create_backend_app(service)
    return app
