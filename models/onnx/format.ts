import protobuf from 'protobufjs';

/**
 * The part of the ONNX format that our models are written in; field numbers are those of onnx.proto. A whole package of it would bring
 * an old protobuf along.
 */
const schema = `
syntax = "proto3";
message Attribute { string name = 1; float f = 2; int64 i = 3; Tensor t = 5; repeated int64 ints = 8; int32 type = 20; }
message Tensor { repeated int64 dims = 1; int32 dataType = 2; bytes rawData = 9; string name = 8; }
message Node { repeated string input = 1; repeated string output = 2; string opType = 4; repeated Attribute attribute = 5; string domain = 7; }
message Dim { oneof value { int64 dimValue = 1; string dimParam = 2; } }
message Shape { repeated Dim dim = 1; }
message TensorType { int32 elemType = 1; Shape shape = 2; }
message Type { TensorType tensorType = 1; }
message Value { string name = 1; Type type = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated Value input = 11; repeated Value output = 12; }
message Opset { string domain = 1; int64 version = 2; }
message Model { int64 irVersion = 1; string producerName = 2; Graph graph = 7; repeated Opset opsetImport = 8; }
`;

const modelType = protobuf.parse(schema).root.lookupType('Model');

/** An attribute of a node. */
export interface OnnxAttribute {
  name: string;
  type: number;
  i?: number;
  ints?: number[];
  t?: OnnxTensor;
}

/** A constant: its values as little-endian bytes. */
export interface OnnxTensor {
  name?: string;
  dims: number[];
  dataType: number;
  rawData: Uint8Array;
}

/** One operation of a graph. */
export interface OnnxNode {
  input: string[];
  output: string[];
  opType: string;
  domain?: string;
  attribute?: OnnxAttribute[];
}

/** A graph with one input of `width` numbers a row, and outputs of one number a row. */
export interface OnnxGraph {
  nodes: OnnxNode[];
  constants: OnnxTensor[];
  input: { name: string; width: number };
  outputs: string[];
}

const [float, uint8] = [1, 2];

/** The bytes of a model that any ONNX runtime reads which knows ai.onnx.ml 5. */
export function writeModel({ nodes, constants, input, outputs }: OnnxGraph): Uint8Array {
  const perRow = (name: string, width: number) => ({
    name,
    type: { tensorType: { elemType: float, shape: { dim: [{ dimParam: 'rows' }, { dimValue: width }] } } },
  });
  const model = {
    irVersion: 10,
    producerName: 'SalesCompass Marketing',
    graph: {
      node: nodes,
      name: 'score',
      initializer: constants,
      input: [perRow(input.name, input.width)],
      output: outputs.map((name) => perRow(name, 1)),
    },
    opsetImport: [
      { domain: '', version: 21 },
      { domain: 'ai.onnx.ml', version: 5 },
    ],
  };
  return modelType.encode(modelType.fromObject(model)).finish();
}

/** A whole number as an attribute. */
export const intAttribute = (name: string, i: number): OnnxAttribute => ({ name, type: 2, i });

/** Whole numbers as an attribute. */
export const intsAttribute = (name: string, ints: number[]): OnnxAttribute => ({ name, type: 7, ints });

/** Float32 numbers as an attribute. */
export const floatsAttribute = (name: string, values: readonly number[]): OnnxAttribute => ({
  name,
  type: 4,
  t: floatTensor(values),
});

/** Small whole numbers as an attribute. */
export const bytesAttribute = (name: string, values: readonly number[]): OnnxAttribute => ({
  name,
  type: 4,
  t: { dims: [values.length], dataType: uint8, rawData: Uint8Array.from(values) },
});

/** Float32 numbers as a constant. */
export function floatTensor(values: readonly number[], name?: string): OnnxTensor {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  for (const [at, value] of values.entries()) bytes.setFloat32(at * 4, value, true);
  return { ...(name ? { name } : {}), dims: [values.length], dataType: float, rawData: new Uint8Array(bytes.buffer) };
}
