"""Parameter Store as AWS has it, where moto is weaker."""

import base64
import hashlib

import moto.ssm.models as models
from moto.ssm.exceptions import SSMException


def _ciphertext(stored):
    """Without decryption AWS hands out a ciphertext; moto hands out the value behind a prefix."""
    return base64.b64encode(b"\x01\x02\x02\x00" + hashlib.sha512(stored.encode()).digest()).decode()


def _hide_secure_values():
    original = models.Parameter.response_object

    def response_object(self, decrypt=False, region=None):
        answer = original(self, decrypt, region)
        if self.parameter_type == "SecureString" and not decrypt:
            answer["Value"] = _ciphertext(f"{self.version}{self.value}")
        return answer

    models.Parameter.response_object = response_object


def _keep_types():
    """AWS never changes a parameter's type; moto does so without a word."""
    original = models.SimpleSystemManagerBackend.put_parameter

    def put_parameter(self, name, description, value, parameter_type, *args, **kwargs):
        found = [version.parameter_type for version in self._parameters[name]][-1:]
        overwrite = args[2]
        if overwrite and parameter_type and found and found != [parameter_type]:
            raise SSMException(
                "HierarchyTypeMismatchException",
                f"The parameter {name} is a {found[0]}; its type can't become {parameter_type}.",
            )
        return original(self, name, description, value, parameter_type, *args, **kwargs)

    models.SimpleSystemManagerBackend.put_parameter = put_parameter


def apply():
    _hide_secure_values()
    _keep_types()
