"""JupyterHub for a class on one machine.

Start it with ``jupyterhub --config .binder/jupyterhub_config.py``. The hub runs in the environment of
the course, with JupyterHub and its proxy added. Who may log in is left to the hub's own default, the
accounts of the machine. Each learner gets a folder of their own with the course; what they wrote in it
is never replaced.
"""

from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub gives this name)
c.Spawner.cmd = [str(Path(__file__).resolve().parent / "start"), "jupyterhub-singleuser"]
c.Spawner.default_url = "/lab/tree/my-course/lessons/00_start_here.ipynb"
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1"}  # many learners share the processors
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
