#include "exchange/queue.h"

#include "exchange/exchange_inner.h"

void queue_add(struct queue *queue, struct exchange_thread *thread)
{
    thread->next = NULL;
    if (queue->last != NULL)
        queue->last->next = thread;
    else
        queue->first = thread;
    queue->last = thread;
}

void queue_add_first(struct queue *queue, struct exchange_thread *thread)
{
    thread->next = queue->first;
    queue->first = thread;
    if (queue->last == NULL)
        queue->last = thread;
}

struct exchange_thread *queue_take(struct queue *queue)
{
    struct exchange_thread *thread = queue->first;
    queue->first = thread->next;
    if (queue->first == NULL)
        queue->last = NULL;
    thread->next = NULL;
    return thread;
}

void queue_remove(struct queue *queue, struct exchange_thread *thread)
{
    struct exchange_thread *before = NULL;
    for (struct exchange_thread **at = &queue->first; *at != NULL; before = *at, at = &(*at)->next) {
        if (*at == thread) {
            *at = thread->next;
            if (queue->last == thread)
                queue->last = before;
            return;
        }
    }
}
