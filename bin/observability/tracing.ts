import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, resources, tracing } from '@opentelemetry/sdk-node';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';

/** Traces of a process: the plugin for Temporal clients and workers, and `stop`, which sends what is left. */
export interface Tracing {
  plugin: OpenTelemetryPlugin;
  /** Sends what has ended so far. */
  flush: () => Promise<void>;
  stop: () => Promise<void>;
}

type Span = tracing.ReadableSpan;
type PluginOptions = ConstructorParameters<typeof OpenTelemetryPlugin>[0];

/** What a 1.x span has that a 2.x one calls otherwise. */
interface OldSpan {
  instrumentationLibrary?: Span['instrumentationScope'];
  parentSpanId?: string;
}

/** Begins to trace into `exporter`, or to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names. */
export function startTracing(processName: string, exporter: tracing.SpanExporter = new OTLPTraceExporter()): Tracing {
  const resource = resources.resourceFromAttributes({ 'service.name': `salescompass-${processName}` });
  const processor = acceptingOldSpans(new tracing.BatchSpanProcessor(exporter), resource);
  const sdk = new NodeSDK({ resource, spanProcessors: [processor], instrumentations: [] });
  sdk.start();
  // The plugin's types are those of the 1.x line; at run time it only hands spans to `onEnd`.
  const options = {
    resource,
    spanProcessor: processor,
    tracer: trace.getTracer('temporal'),
  } as unknown as PluginOptions;
  return { plugin: new OpenTelemetryPlugin(options), flush: () => processor.forceFlush(), stop: () => sdk.shutdown() };
}

/**
 * Temporal's interceptors hand over workflow spans as OpenTelemetry 1.x made them; a 2.x exporter drops those without a word.
 * What changed its name between the two is put under the new name here.
 */
export function acceptingOldSpans(next: tracing.SpanProcessor, resource: resources.Resource): tracing.SpanProcessor {
  return {
    onStart: (span, context) => next.onStart(span, context),
    onEnd: (span) => next.onEnd(isOld(span) ? modernised(span, resource) : span),
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

function isOld(span: Span & OldSpan): boolean {
  return span.instrumentationScope === undefined && span.instrumentationLibrary !== undefined;
}

function modernised(span: Span & OldSpan, resource: resources.Resource): Span {
  const own = span.spanContext();
  return {
    ...span,
    spanContext: () => own,
    instrumentationScope: span.instrumentationLibrary!,
    parentSpanContext: span.parentSpanId ? { ...own, spanId: span.parentSpanId, isRemote: true } : undefined,
    resource,
  };
}
