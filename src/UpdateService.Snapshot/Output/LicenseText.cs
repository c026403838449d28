namespace UpdateService.Snapshot.Output;

/// <summary>Where the data set comes from and what is whose.</summary>
internal static class LicenseText
{
    /// <summary>The text.</summary>
    public static string Text { get; } = """
        The facts in this folder (which channels, releases and updates exist, which of them are blocked or carry a risk, the
        names of risks and the addresses of their descriptions) were gathered from data that the OpenShift project has published
        under the Apache License, Version 2.0, at

            https://github.com/openshift/cincinnati-graph-data

        and from the metadata of the published release images. You may obtain a copy of that licence at

            https://www.apache.org/licenses/LICENSE-2.0

        The files were selected, arranged and written anew. The messages of risks and the queries in their matching rules are
        the UpdateService project's own work and stand under the project's licence, as do the files' form and the README.
        The OpenShift project neither made nor endorses this data set.

        """.ReplaceLineEndings("\n");
}
