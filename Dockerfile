# One image for every process (`dist/programs`): api, worker, migrate, and the mailbox for trying out. Runs as an ordinary user.

FROM node:20.20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci

# Builds the UI, the processes and the workflow bundle, with the tools that are needed only for that.
FROM dependencies AS build
COPY . .
RUN npm run build

# What runs: dependencies without the tools, what was built, and the sources, beside which lies what the processes read.
FROM node:20.20-bookworm-slim AS run
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    METRICS_HOST=0.0.0.0 \
    INBOUND_HOST=0.0.0.0 \
    MAILBOX_HOST=0.0.0.0
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/domain ./domain
COPY --from=build /app/db ./db
COPY --from=build /app/models ./models
COPY --from=build /app/mail ./mail
COPY --from=build /app/workflows ./workflows
COPY --from=build /app/activities ./activities
COPY --from=build /app/api ./api
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
COPY --from=build /app/.cache/workflows ./.cache/workflows
COPY --from=build /app/.cache/programs ./.cache/programs
RUN mkdir -p /data/mailbox && chown -R node:node /data
USER node
# npm would stand between the signal and the process: node is started by itself and hears SIGTERM.
CMD ["node", "dist/programs/api.js"]
