import { mountCommands } from "./commands.ts";
import { mountLanes } from "./lanes/lanes.ts";
import { mountMatrix } from "./matrix/island.tsx";
import { mountMoments } from "./moments.ts";
import { listenToForms } from "./page/forms.ts";
import { listenToHistory } from "./page/history.ts";
import { listenToLinks } from "./page/links.ts";
import { onContent } from "./page/content.ts";

// The server's pages are complete. What follows makes them quicker: each listener takes over what a reload would do.
onContent(mountLanes);
onContent(mountMatrix);
onContent(mountCommands);
onContent(mountMoments);
listenToLinks();
listenToForms();
listenToHistory();
