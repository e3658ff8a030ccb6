/** The task queues: workflows and quick activities, sending, bulk work such as imports, and staying with what is busy; each scales on its own. */
export const taskQueues = { main: 'main', sending: 'sending', bulk: 'bulk', staying: 'staying' } as const;
