#include <curl/curl.h>

// libcurl sets and reads everything through C variadic functions and function-like macros,
// which Swift cannot call: one small typed function for each kind of value.

static inline CURLcode yz_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode yz_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode yz_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode yz_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

typedef size_t (*yz_curl_transfer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode yz_curl_set_transfer(CURL *handle, CURLoption option, yz_curl_transfer value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode yz_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode yz_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}
