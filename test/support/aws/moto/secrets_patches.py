"""Secrets Manager as AWS has it, where moto is weaker: mostly the labels of versions."""

import types

import moto.secretsmanager.models as models


def _move(secret, version_id, stages):
    """AWS: a label is on one version; the version that loses AWSCURRENT gets AWSPREVIOUS."""
    versions = secret.versions
    losing = [id_ for id_ in _holders(secret, "AWSCURRENT") if id_ != version_id]
    if "AWSCURRENT" in stages and losing:
        for version in versions.values():
            version["version_stages"] = [s for s in version["version_stages"] if s != "AWSPREVIOUS"]
        versions[losing[0]]["version_stages"].append("AWSPREVIOUS")
    for id_, version in versions.items():
        if id_ != version_id:
            version["version_stages"] = [s for s in version["version_stages"] if s not in stages]


def _holders(secret, stage):
    return [id_ for id_, one in secret.versions.items() if stage in one["version_stages"]]


def _keep_labels_when_current_moves():
    """moto takes every other label from the version that was current."""

    def reset_default_version(self, secret_version, version_id):
        self.versions[version_id] = secret_version
        _move(self, version_id, secret_version["version_stages"])
        self.default_version_id = version_id

    models.FakeSecret.reset_default_version = reset_default_version


def _checked_move(secret, stage, remove_from, move_to):
    """What AWS refuses in UpdateSecretVersionStage, and moto lets pass."""
    holders = _holders(secret, stage)
    if holders and not remove_from and holders != [move_to]:
        raise models.InvalidParameterException(
            f"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is currently "
            f"attached to version {holders[0]}, so you must explicitly reference that version in "
            "RemoveFromVersionId."
        )
    if stage == "AWSCURRENT" and not move_to:
        raise models.InvalidParameterException(
            "You can't take the staging label AWSCURRENT from a version without moving it to another."
        )
    if move_to and move_to not in secret.versions:
        raise models.InvalidParameterException(f"Not a valid version: {move_to}")


def _read_what_is_current():
    """After a move of AWSCURRENT moto goes on reading, and demoting, the version before it."""
    original = models.SecretsManagerBackend.update_secret_version_stage

    def update_secret_version_stage(
        self, secret_id, version_stage, remove_from_version_id, move_to_version_id
    ):
        if secret_id in self.secrets:
            secret = self.secrets[secret_id]
            _checked_move(secret, version_stage, remove_from_version_id, move_to_version_id)
        result = original(
            self, secret_id, version_stage, remove_from_version_id, move_to_version_id
        )
        if version_stage == "AWSCURRENT":
            self.secrets[secret_id].default_version_id = move_to_version_id
        return result

    models.SecretsManagerBackend.update_secret_version_stage = update_secret_version_stage


def _refuse_deleted():
    """moto lets a value be put into a secret that is marked for deletion."""
    original = models.SecretsManagerBackend.put_secret_value

    def put_secret_value(self, secret_id, *args, **kwargs):
        if secret_id in self.secrets and self.secrets[secret_id].is_deleted():
            raise models.InvalidRequestException(
                "You can't perform this operation on the secret because it was marked for deletion."
            )
        return original(self, secret_id, *args, **kwargs)

    models.SecretsManagerBackend.put_secret_value = put_secret_value


def apply(seconds):
    """`seconds` is the clock that dates follow."""
    models.time = types.SimpleNamespace(time=seconds)
    _keep_labels_when_current_moves()
    _read_what_is_current()
    _refuse_deleted()
