// Which mark each packet of a trace gets.
#pragma once

#include "place.h"

// Sends the first `most` packets of the trace in every place and reads each packet at the device. Prints a line for
// each place: PLACE, TRACE, packets, packets that carry a DSCP other than that in the first place. Returns the number of
// those.
size_t marks_compare(struct place *places, size_t place_count, const struct trace *trace, size_t most,
    const char *device);
