// Only schemas that are made after this was loaded can be described to OpenAPI. Files share what they import, so that a test which
// begins with the domain would otherwise leave schemas behind that the API's routes cannot be made of.
import '@hono/zod-openapi';
