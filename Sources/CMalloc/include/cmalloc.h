#ifndef CMALLOC_H
#define CMALLOC_H

// glibc's own knobs of the heap, which its Swift module leaves out: mallopt(3).
#include <malloc.h>

#endif
