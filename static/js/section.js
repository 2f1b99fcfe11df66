/* All that a section's page does by script. One entry, so that each part is loaded once whatever its address. */

import "./grid.js";
import "./paste.js";
import "./compute.js";
import "./dates.js";
import "./autosave.js";
import "./session.js";
