// What a packet costs: thread CPU time of sending a trace, in every place in turn.
#pragma once

#include "place.h"

// Prints a line for each place: PLACE, TRACE, packets in a slice, nanoseconds a packet in each round.
void cost_print(struct place *places, size_t place_count, const struct trace *trace, size_t rounds, double slice);
