import { DefaultLogger, type LogMetadata, type Logger as TemporalLogger } from '@temporalio/worker';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/**
 * The log of a process: a line of JSON each, with tenant, campaign and workflow id where there are any. Addresses do not belong
 * in it; what slips into an error's text (SMTP servers echo them) is taken out here.
 */
export function createLog(name: string, level: string, out?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { process: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.email', '*.password', '*.authorization', 'email', 'password'], censor: '[taken out]' },
    serializers: { err: (error: Error) => scrubbed(pino.stdSerializers.err(error)) },
  };
  return out ? pino(options, out) : pino(options);
}

function scrubbed<T extends object>(error: T): T {
  return JSON.parse(JSON.stringify(error).replace(/[^\s"'<>\\:]+@[^\s"'<>\\:,;]+\.[^\s"'<>\\:,;]+/g, '[address]')) as T;
}

/** Temporal's own lines, from the SDK and from workflows, in the same log. */
export function temporalLog(log: Logger): TemporalLogger {
  const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  return new DefaultLogger('INFO', ({ level, message, meta }) => log[levels[level]](fieldsOf(meta), message));
}

function fieldsOf(meta: LogMetadata | undefined): object {
  const { workflowId, runId, activityType, activityId, attempt, taskQueue, workflowType, error } = meta ?? {};
  const ids = /^[a-zA-Z]+\/([0-9a-f-]{36})(?:\/([0-9a-f-]{36}))?$/.exec(String(workflowId ?? ''));
  return {
    ...(ids ? { tenant: ids[1] } : {}),
    ...(ids?.[2] && String(workflowId).startsWith('campaign/') ? { campaign: ids[2] } : {}),
    workflow: workflowId,
    run: runId,
    workflowType,
    activity: activityType,
    activityId,
    attempt,
    taskQueue,
    err: error,
  };
}
