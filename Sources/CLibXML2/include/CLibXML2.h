// libxml2's HTML parser, as far as HTMLText needs it. The functions here exist because `xmlFree` is a mutable global,
// which Swift 6 does not allow, and because the enumerations of options are of two types that must be joined.
#ifndef CLIBXML2_H
#define CLIBXML2_H

#include <stddef.h>

typedef struct CHTMLDocument CHTMLDocument;
typedef struct CHTMLNode CHTMLNode;

enum CHTMLKind { CHTML_ELEMENT, CHTML_TEXT, CHTML_OTHER };

/// Makes the library ready. Call it once, before any other function, while no other thread is in the library.
void chtml_initialise(void);

/// Parses UTF-8, whatever state it is in; never fetches anything. NULL only when memory is short or `length` is 0.
CHTMLDocument *chtml_parse(const char *bytes, int length);
void chtml_free(CHTMLDocument *document);

/// The first top-level node, or NULL. Nodes live as long as their document.
const CHTMLNode *chtml_first(const CHTMLDocument *document);
const CHTMLNode *chtml_first_child(const CHTMLNode *node);
const CHTMLNode *chtml_next(const CHTMLNode *node);
/// NULL at the top level.
const CHTMLNode *chtml_parent(const CHTMLNode *node);

enum CHTMLKind chtml_kind(const CHTMLNode *node);
/// An element's name in lower case, as UTF-8.
const char *chtml_name(const CHTMLNode *node);
/// A text node's content as UTF-8, entities replaced; NULL for other nodes.
const char *chtml_text(const CHTMLNode *node);
/// The same, and the content of a comment: style sheets stand in one.
const char *chtml_raw_text(const CHTMLNode *node);

/// An attribute's value as UTF-8, or NULL where the element has no such attribute. Free it with `chtml_free_text`.
char *chtml_attribute(const CHTMLNode *node, const char *name);
void chtml_free_text(char *text);

#endif
