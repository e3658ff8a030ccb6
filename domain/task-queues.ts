/** The task queues: workflows and quick activities, sending, bulk work such as imports, staying with what is busy, and deciding what is next for people; each scales on its own. */
export const taskQueues = {
  main: 'main',
  sending: 'sending',
  bulk: 'bulk',
  staying: 'staying',
  deciding: 'deciding',
} as const;
