# The built service on the official Node 24 image. Mount a volume at /data and give the settings as environment.
# It is built by the user that runs it, for Node keeps what it compiled for each user; what the image holds is root's.
FROM node:24-bookworm-slim AS build
WORKDIR /app
RUN chown node:node /app
USER node
COPY --chown=node:node package.json package-lock.json .npmrc ./
RUN npm ci
COPY --chown=node:node . .
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=8 HOST=0.0.0.0 PORT=8080 DATABASE_URL=file:/data/reader-support.db
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/public ./public
COPY --from=build /app/docs/openapi.json /app/docs/api-examples.json ./docs/
COPY --from=build /app/docs/examples ./docs/examples
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "dist/cli.js", "start"]
