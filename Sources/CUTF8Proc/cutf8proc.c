#include "cutf8proc.h"

#include <utf8proc.h>

int32_t cutf8proc_width(uint32_t scalar) {
    return utf8proc_charwidth((utf8proc_int32_t)scalar);
}

int32_t cutf8proc_is_assigned(uint32_t scalar) {
    return utf8proc_category((utf8proc_int32_t)scalar) != UTF8PROC_CATEGORY_CN;
}
