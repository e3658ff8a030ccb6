/** The task queues: workflows and quick activities, sending, and bulk work such as imports; each scales on its own. */
export const taskQueues = { main: 'main', sending: 'sending', bulk: 'bulk' } as const;
