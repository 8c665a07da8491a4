#include "CLibXML2.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

void chtml_initialise(void) { xmlInitParser(); }

CHTMLDocument *chtml_parse(const char *bytes, int length) {
    // HUGE: without it everything below 256 levels of nesting is lost without a word.
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                  HTML_PARSE_COMPACT | (int)XML_PARSE_HUGE;
    return (CHTMLDocument *)htmlReadMemory(bytes, length, NULL, "UTF-8", options);
}

void chtml_free(CHTMLDocument *document) { xmlFreeDoc((xmlDocPtr)document); }

const CHTMLNode *chtml_first(const CHTMLDocument *document) {
    return (const CHTMLNode *)((const xmlDoc *)document)->children;
}

const CHTMLNode *chtml_first_child(const CHTMLNode *node) {
    const xmlNode *self = (const xmlNode *)node;
    // Only an element's children are nodes of the tree that is to be walked.
    return self->type == XML_ELEMENT_NODE ? (const CHTMLNode *)self->children : NULL;
}

const CHTMLNode *chtml_next(const CHTMLNode *node) { return (const CHTMLNode *)((const xmlNode *)node)->next; }

const CHTMLNode *chtml_parent(const CHTMLNode *node) {
    const xmlNode *parent = ((const xmlNode *)node)->parent;
    return parent != NULL && parent->type == XML_ELEMENT_NODE ? (const CHTMLNode *)parent : NULL;
}

enum CHTMLKind chtml_kind(const CHTMLNode *node) {
    switch (((const xmlNode *)node)->type) {
    case XML_ELEMENT_NODE:
        return CHTML_ELEMENT;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        return CHTML_TEXT;
    default:
        return CHTML_OTHER;
    }
}

const char *chtml_name(const CHTMLNode *node) {
    const xmlChar *name = ((const xmlNode *)node)->name;
    return name != NULL ? (const char *)name : "";
}

const char *chtml_text(const CHTMLNode *node) {
    return chtml_kind(node) == CHTML_TEXT ? (const char *)((const xmlNode *)node)->content : NULL;
}

const char *chtml_raw_text(const CHTMLNode *node) {
    switch (((const xmlNode *)node)->type) {
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
    case XML_COMMENT_NODE:
        return (const char *)((const xmlNode *)node)->content;
    default:
        return NULL;
    }
}

char *chtml_attribute(const CHTMLNode *node, const char *name) {
    if (chtml_kind(node) != CHTML_ELEMENT) return NULL;
    return (char *)xmlGetNoNsProp((const xmlNode *)node, (const xmlChar *)name);
}

void chtml_free_text(char *text) {
    if (text != NULL) xmlFree(text);
}
