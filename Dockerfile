# syntax=docker/dockerfile:1
# The files of the planner's pages; they are the same for every architecture.
FROM --platform=$BUILDPLATFORM docker.io/library/node:22 AS pages
WORKDIR /source
COPY src/planner-ui/package.json src/planner-ui/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src/planner-ui/ ./
RUN npm run --silent check && node build.mjs /pages

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
# The commit, which the build cannot read here: --build-arg GIT_COMMIT=$(git rev-parse HEAD). Without it metrics say "unknown".
ARG GIT_COMMIT
WORKDIR /source
# What restoring needs comes first, so that a change of code does not fetch packages again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Directory.Build.props src/BannedSymbols.txt src/
COPY src/UpdateService.Graph/UpdateService.Graph.csproj src/UpdateService.Graph/
COPY src/UpdateService.GraphData/UpdateService.GraphData.csproj src/UpdateService.GraphData/
COPY src/UpdateService.Registry/UpdateService.Registry.csproj src/UpdateService.Registry/
COPY src/UpdateService.Planning/UpdateService.Planning.csproj src/UpdateService.Planning/
COPY src/UpdateService.Builder/UpdateService.Builder.csproj src/UpdateService.Builder/
COPY src/UpdateService.Server/UpdateService.Server.csproj src/UpdateService.Server/
RUN dotnet restore src/UpdateService.Server -a $TARGETARCH -p:PublishReadyToRun=true
COPY src/ src/
COPY --from=pages /pages /pages
COPY graph-data/ graph-data/
# The analyzers belong to development: a newer SDK must not break the build of the image with new warnings.
RUN dotnet publish src/UpdateService.Server -c Release -a $TARGETARCH --no-restore -o /app -p:PlannerUiOutput=/pages/ \
    -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -p:DebugType=None -p:PublishDocumentationFiles=false -p:SourceRevisionId=$GIT_COMMIT
# Builders differ in the mode of a folder that COPY creates; they all keep the mode of a folder that they copy.
RUN install -d -m 0770 /state/update-service

FROM mcr.microsoft.com/dotnet/aspnet:10.0
LABEL org.opencontainers.image.title="UpdateService" \
      org.opencontainers.image.description="Tells OpenShift clusters which versions they may update to"
COPY --from=build /app /app
# Group 0 may write the state: some platforms run the container under a UID of their choice in that group.
COPY --from=build --chown=$APP_UID:0 /state /var/lib
# The addresses are the service's own options; ASP.NET's variables are not read. Only the state folder is written to, so the
# root file system may be read-only. The runtime would also create a diagnostic socket in /tmp; that is off.
ENV UpdateService__Listen__0=http://*:8080 \
    UpdateService__StatusListen__0=http://*:9080 \
    UpdateService__State=/var/lib/update-service \
    DOTNET_EnableDiagnostics=0
VOLUME /var/lib/update-service
EXPOSE 8080 9080
USER $APP_UID
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/app/update-service", "--check"]
ENTRYPOINT ["/app/update-service"]
