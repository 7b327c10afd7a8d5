"""Makes all tables of an empty database at once, as the chain of migrations makes them one after the other."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

APP = "wumen"


def make_at_once(connection: BaseDatabaseWrapper) -> bool:
    """Bring a database in which nothing of ours was ever made to the end of the chain; whether it was such a one.

    The chain step by step would have Django make the classes of all models anew with each of its two hundred
    operations. What only Python can do (`RunPython`) is left to the chain: then this does nothing.
    """
    loader = MigrationLoader(connection)
    chain = _chain(loader)
    steps = [step for migration in chain for step in migration.operations]
    begun = any(app == APP for app, _ in loader.applied_migrations)
    if begun or any(isinstance(step, RunPython) for step in steps):
        return False
    MigrationRecorder(connection).ensure_schema()
    # All or nothing: tables that no migration is noted for would stand in the way of the next try.
    with connection.schema_editor(atomic=True) as editor:
        _make_tables(editor, chain)
        for step in steps:
            if isinstance(step, RunSQL):
                step.database_forwards(APP, editor, ProjectState(), ProjectState())
        for migration in chain:
            MigrationRecorder(connection).record_applied(APP, migration.name)
    return True


def _chain(loader: MigrationLoader) -> list[Migration]:
    """Our own migrations in their order."""
    (head,) = loader.graph.leaf_nodes(APP)
    plan = loader.graph.forwards_plan(head)
    return [loader.graph.nodes[key] for key in plan if key[0] == APP]


def _make_tables(editor: BaseDatabaseSchemaEditor, chain: list[Migration]) -> None:
    """Each table as it stands at the end of the chain, its columns in the order in which they came."""
    state = ProjectState()
    for migration in chain:
        state = migration.mutate_state(state, preserve=False)
    for model in state.apps.get_models():
        if model._meta.can_migrate(editor.connection):  # noqa: SLF001
            editor.create_model(model)
