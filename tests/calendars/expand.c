/* Prints the events of an .ics file as libical (GNOME, KDE) reads them, one field a line: uid,
 * start, end, status, summary. A parse error, or what RFC 5546's tables forbid, ends it with 1. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void print_moment(time_t moment)
{
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&moment));
    puts(text);
}

static void print_occurrence(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)data;
    puts(icalcomponent_get_uid(event));
    print_moment(span->start);
    print_moment(span->end);
    /* A message to somebody who need not come any more has none. */
    const char *status = icalproperty_status_to_string(icalcomponent_get_status(event));
    puts(status ? status : "");
    puts(icalcomponent_get_summary(event));
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: expand FILE.ics\n");
        return 2;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size)
        return 2;
    fclose(file);

    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        fprintf(stderr, "libical reads no calendar\n");
        return 1;
    }
    icalrestriction_check(calendar);
    if (icalcomponent_count_errors(calendar)) {
        fprintf(stderr, "%s\n", icalcomponent_as_ical_string(calendar));
        return 1;
    }
    struct icaltimetype from = icaltime_from_string("19700101T000000Z");
    struct icaltimetype to = icaltime_from_string("20991231T000000Z");
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    while (event) {
        icalcomponent_foreach_recurrence(event, from, to, print_occurrence, NULL);
        event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    icalcomponent_free(calendar);
    free(text);
    return 0;
}
