"""The lock of a process instance. Taken after the lock of its business object, never before."""

from .models import ProcessInstance


def instance_lock(pk: int) -> ProcessInstance:
    return ProcessInstance.objects.select_for_update(of=("self",)).get(pk=pk)
