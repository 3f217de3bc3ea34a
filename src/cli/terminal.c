#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_UNKNOWN = 100, WIDTH_MIN = 40, WIDTH_MAX = 240 };

static bool set_and_not_empty(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

static size_t columns_of(int fd)
{
    struct winsize size;
    size_t width = 0;
    const char *columns = getenv("COLUMNS");
    if (columns != NULL && str_to_size(str_from(columns), 100000, &width) && width > 0)
        ; /* said outright: wins over what the terminal says */
    else if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    else
        width = WIDTH_UNKNOWN;
    return width;
}

size_t terminal_columns(const struct terminal *terminal)
{
    return columns_of(fileno(terminal->file));
}

static size_t width_of(int fd)
{
    size_t width = columns_of(fd);
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

struct terminal terminal_of(FILE *file)
{
    int fd = fileno(file);
    const char *term = getenv("TERM");
    bool dumb = term != NULL && strcmp(term, "dumb") == 0;
    struct terminal terminal = {.file = file, .interactive = isatty(fd) == 1 && !dumb, .width = width_of(fd)};
    terminal.colour = terminal.interactive && !set_and_not_empty("NO_COLOR");
    return terminal;
}
