#ifndef CUTF8PROC_H
#define CUTF8PROC_H

// The two questions about a code point that the standard library can't answer: its columns, and whether this table is
// new enough to know it. The library's own header is not exposed: its enums come to Swift as loose integers.

#include <stdint.h>

/// Columns of one code point by East Asian Width: 0, 1 or 2. Marks and format characters take 0.
int32_t cutf8proc_width(uint32_t scalar);

/// 1 where the table's Unicode version has assigned the code point.
int32_t cutf8proc_is_assigned(uint32_t scalar);

#endif
