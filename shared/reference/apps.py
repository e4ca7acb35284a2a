from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "shared.reference"
    label = "reference"
    verbose_name = "基础数据"

    def ready(self) -> None:
        from backend.platform import ports

        from . import errors, permissions, selectors, services  # noqa: F401

        ports.province_parameter.provide(selectors.province_value)
        ports.province_dictionary.provide(selectors.province_dictionary_names)
