# A hub for one measurement, on this machine alone: anybody may enter, and all learners are one Unix user.
# The variables are set by hub.py.

import os
import sys

c = get_config()  # noqa: F821
home, port, api_port, hub_port = os.environ["CLASS_HOME"], *os.environ["CLASS_PORTS"].split()

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}/"
c.JupyterHub.hub_port = int(hub_port)
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{api_port}/"
c.JupyterHub.db_url = f"sqlite:///{home}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{home}/cookie_secret"
c.JupyterHub.cleanup_servers = True

c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"  # a process each, and no other user
c.SimpleLocalProcessSpawner.home_dir_template = f"{home}/learners/{{username}}"
c.Spawner.notebook_dir = "~"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True", "--LanguageServerManager.autodetect=False"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 300

# What the scripted learners say who they are with.
c.JupyterHub.services = [{"name": "class", "api_token": os.environ["CLASS_TOKEN"]}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{"name": "class", "scopes": scopes, "services": ["class"]}]
