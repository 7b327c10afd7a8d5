// Where the app begins.
import { render } from "preact";

render(<p>五门</p>, document.getElementById("app")!);
