"""A person at a page of the running server, without a browser: the same websocket and the same messages."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLsRequest, UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120  # seconds until a page is drawn, on a busy machine
XSRF = "_streamlit_xsrf"


class Visitor:
    """One session. What stands on the page is what the last run of it has drawn."""

    def __init__(self, address: str, connection: ClientConnection) -> None:
        self.address, self._connection = address, connection
        self._query = self._page = self._hash = self._session = ""
        self._set: dict[str, WidgetState] = {}
        self._elements: dict[tuple[int, ...], Element] = {}

    def open(self, page: str = "", query: str = "") -> None:
        """Go to a page, as a click or an address does: what was filled in on the one before is forgotten."""
        self._page, self._hash, self._query = page, "", query
        self._set.clear()
        self.run()

    def run(self, *pressed: str) -> None:
        """Have the page drawn with what is filled in. `pressed` are the ids of buttons."""
        self.send(*pressed)
        self.receive()

    def send(self, *pressed: str) -> None:
        """Ask for the page to be drawn, and do not wait for it."""
        states = [*self._set.values(), *(WidgetState(id=each, trigger_value=True) for each in pressed)]
        self._tell(
            rerun_script=ClientState(
                query_string=self._query,
                page_script_hash=self._hash,
                page_name=self._page,
                widget_states=WidgetStates(widgets=states),
            )
        )

    def receive(self) -> None:
        """Take what the server draws, to the end."""
        for message in self._messages():
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._session = message.new_session.initialize.session_id
                self._elements.clear()
            elif kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._elements[tuple(message.metadata.delta_path)] = message.delta.new_element
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def drop(self, name: str, content: bytes) -> None:
        """Drop a file onto the page."""
        asked = uuid4().hex
        self._tell(file_urls_request=FileURLsRequest(request_id=asked, file_names=[name], session_id=self._session))
        answer = next(each.file_urls_response for each in self._messages() if each.HasField("file_urls_response"))
        (urls,) = answer.file_urls
        self._put(urls.upload_url, name, content)
        info = UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)
        self.set("file_uploader", "Files", file_uploader_state_value=FileUploaderState(uploaded_file_info=[info]))
        self.run()

    def set(self, kind: str, label: str, **value: Any) -> None:
        """Fill in a widget."""
        widget = self.find(kind, label)
        self._set[widget.id] = WidgetState(id=widget.id, **value)

    def tick_all(self) -> None:
        """Tick every box."""
        for box in self.all("checkbox"):
            self._set[box.id] = WidgetState(id=box.id, bool_value=True)

    def find(self, kind: str, label: str) -> Any:
        """The widget of a kind that bears a label."""
        return next(each for each in self.all(kind) if each.label == label)

    def all(self, kind: str) -> list[Any]:
        """Everything of a kind, from the top of the page."""
        found = [getattr(each, kind) for _, each in sorted(self._elements.items()) if each.WhichOneof("type") == kind]
        return found

    @property
    def refusals(self) -> list[str]:
        """What the page says cannot be done, and any fault of it."""
        alerts = [each.body for each in self.all("alert") if each.format == each.ERROR]
        return alerts + [f"fault: {each.message}" for each in self.all("exception")]

    @property
    def said(self) -> str:
        """Every text that the page says in an alert, a paragraph or a heading."""
        return "\n".join(each.body for kind in ("alert", "heading", "markdown") for each in self.all(kind))

    def _tell(self, **message: Message) -> None:
        self._connection.send(BackMsg(**message).SerializeToString())

    def _messages(self) -> Iterator[ForwardMsg]:
        while True:
            content = self._connection.recv(PATIENCE)
            assert isinstance(content, bytes)
            yield ForwardMsg.FromString(content)

    def _put(self, path: str, name: str, content: bytes) -> None:
        boundary = uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        token = xsrf_token(self.address)
        headers = {"X-Xsrftoken": token, "Cookie": f"{XSRF}={token}"}
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        request = urllib.request.Request(f"{self.address}/{path.lstrip('/')}", body, headers, method="PUT")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            assert answer.status == 204


@contextmanager
def visiting(address: str) -> Iterator[Visitor]:
    """A session, ended afterwards."""
    host = urlsplit(address).netloc
    with connect(
        f"ws://{host}/_stcore/stream", origin=address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE
    ) as connection:
        yield Visitor(address, connection)


def xsrf_token(address: str) -> str:
    """The token that the server gives to whoever asks whether it is well."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE) as answer:
        cookies = [each.partition("=") for each in answer.headers.get_all("Set-Cookie") or []]
    return next(value.partition(";")[0] for name, _, value in cookies if name == XSRF)
