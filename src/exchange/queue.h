/* Threads that wait, oldest first, chained by their `next`: a thread stands in one queue at most. Inner part. */
#ifndef FIDELIO_EXCHANGE_QUEUE_H
#define FIDELIO_EXCHANGE_QUEUE_H

struct exchange_thread;

struct queue {
    struct exchange_thread *first, *last; /* borrowed; NULL = empty */
};

void queue_add(struct queue *queue, struct exchange_thread *thread);
void queue_add_first(struct queue *queue, struct exchange_thread *thread);
struct exchange_thread *queue_take(struct queue *queue); /* the oldest; the queue is not empty */
void queue_remove(struct queue *queue, struct exchange_thread *thread);

#endif
