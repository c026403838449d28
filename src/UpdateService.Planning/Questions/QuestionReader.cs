using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Questions;

/// <summary>Reads the values of a question and gathers all that is wrong with them.</summary>
/// <param name="parameters">The values.</param>
/// <param name="nearVersions">Returns versions of an architecture that an invalid text may have meant; null for none.</param>
internal sealed class QuestionReader(QuestionParameters parameters, Func<string, Architecture, IReadOnlyList<string>>? nearVersions = null)
{
    private const int MostNames = 1000;

    private readonly List<Refusal> refusals = [.. parameters.Refusals];

    public ImmutableArray<Refusal> Refusals => [.. refusals];

    /// <summary>The items of a comma list, trimmed, once each.</summary>
    public ImmutableArray<string> Names(string parameter) => parameters[parameter] is { } text
        ? [.. QuestionParameters.Items(text).Take(MostNames)]
        : [];

    public ReleaseVersion? Version(string parameter) => parameters[parameter] is { } text
        ? Version(parameter, text)
        : Refuse<ReleaseVersion>(parameter, $"'{parameter}' is missing; give a version such as 4.16.3.");

    public ImmutableArray<ReleaseVersion> Versions(string parameter) =>
        [.. Names(parameter).Select(name => Version(parameter, name)).OfType<ReleaseVersion>()];

    public PathTarget Target(string parameter)
    {
        if (parameters[parameter] is not { } text || WrittenVersion.Of(text) is { IsNewest: true })
        {
            return PathTarget.Newest;
        }

        var written = WrittenVersion.Of(text);
        if (written.TryReadMinor(out var minor))
        {
            return PathTarget.Of(minor);
        }

        if (ReleaseVersion.TryParse(written.Text, out var version, out var reason))
        {
            return OfAsked(parameter, version, written.Architecture) is { } target ? PathTarget.Of(target) : PathTarget.Newest;
        }

        var message = written.Hint(isTarget: true) is { } hint
            ? $"'{parameter}' is '{Excerpt.Of(text)}': {hint}."
            : $"'{parameter}' is neither a version nor a minor such as 4.18: {reason}.";
        Refuse(RefusalKind.InvalidValue, parameter, message, NearVersions(written.Text));
        return PathTarget.Newest;
    }

    /// <summary>A minor; null if none is named.</summary>
    public MinorName? Minor(string parameter)
    {
        if (parameters[parameter] is not { } text)
        {
            return null;
        }

        if (WrittenVersion.Of(text).TryReadMinor(out var minor))
        {
            return minor;
        }

        Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' is no minor such as 4.18: '{Excerpt.Of(text)}'.", []);
        return null;
    }

    /// <summary>The architecture; the default one if none is named or the name is refused.</summary>
    /// <param name="known">Those that may have been meant.</param>
    public Architecture Architecture(IReadOnlyCollection<string> known)
    {
        var text = parameters[ParameterNames.Architecture];
        if (ArchitectureName.TryRead(text, out var architecture))
        {
            return architecture;
        }

        Refuse(
            RefusalKind.InvalidValue,
            ParameterNames.Architecture,
            $"'{Excerpt.Of(text)}' is no architecture: names are of 0-9 and a-z, such as amd64.",
            NearNames.Near(text!, known));
        return Graph.Architecture.Default;
    }

    /// <summary>The name of a channel; null if none is given or the name is refused.</summary>
    /// <param name="known">Those that may have been meant.</param>
    /// <param name="parameter">Which value names it.</param>
    public string? Channel(Func<IEnumerable<string>> known, string parameter)
    {
        if (parameters[parameter] is not { } text || ChannelName.CanBeRequested(text))
        {
            return parameters[parameter];
        }

        var near = NearNames.Near(text, known());
        var example = near.Count == 0 ? ", such as stable-4.16" : "";
        Refuse(RefusalKind.InvalidValue, parameter, $"'{Excerpt.Of(text)}' is no channel: names are of 0-9, a-z, - and dots{example}.", near);
        return null;
    }

    public int Count(string parameter, int most)
    {
        if (parameters[parameter] is not { } text)
        {
            return 0;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most)
        {
            return count;
        }

        _ = Refuse<string>(parameter, $"'{parameter}' is not a number from 0 to {most}: '{Excerpt.Of(text)}'.");
        return 0;
    }

    /// <summary>The requested format; null if there is none.</summary>
    public AnswerFormat? Format(QuestionKind kind)
    {
        if (parameters[ParameterNames.Format] is not { } text)
        {
            return null;
        }

        if (AnswerFormats.TryParse(text, out var format) && kind.Formats().Contains(format))
        {
            return format;
        }

        var names = kind.Formats().Select(offered => offered.Name()).ToList();
        Refuse(
            RefusalKind.InvalidValue,
            ParameterNames.Format,
            $"This answer has no format '{Excerpt.Of(text)}'; it has {string.Join(", ", names)}.{(AnswerFormats.Hint(text) is { } hint ? $" {hint}" : "")}",
            NearNames.Near(text, names));
        return null;
    }

    /// <summary>Whether a value is <c>true</c>; an absent one is not.</summary>
    public bool Flag(string parameter)
    {
        if (parameters[parameter] is not { } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var value))
        {
            Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' is neither true nor false: '{Excerpt.Of(text)}'.", []);
        }

        return value;
    }

    /// <summary>Adds a refusal.</summary>
    public void Refuse(RefusalKind kind, string parameter, string message, IEnumerable<string> nearMatches) =>
        refusals.Add(new Refusal(kind, parameter, message, [.. nearMatches]));

    private ReleaseVersion? Version(string parameter, string text)
    {
        var written = WrittenVersion.Of(text);
        if (ReleaseVersion.TryParse(written.Text, out var version, out var reason))
        {
            return OfAsked(parameter, version, written.Architecture);
        }

        var near = NearVersions(written.Text);
        var message = written.TryReadMinor(out var minor)
            ? $"'{parameter}' cannot be read: {Excerpt.Of(written.Text)} is a minor; give one of its versions{(near.FirstOrDefault(name => name.StartsWith($"{minor}.", StringComparison.Ordinal)) is { } newest ? $", such as {newest}" : "")}."
            : written.Hint(isTarget: false) is { } hint ? $"'{parameter}' is '{Excerpt.Of(text)}': {hint}." : $"'{parameter}' cannot be read: {reason}.";
        Refuse(RefusalKind.InvalidValue, parameter, message, near);
        return null;
    }

    private IReadOnlyList<string> NearVersions(string text) =>
        nearVersions is not null && ArchitectureName.TryRead(parameters[ParameterNames.Architecture], out var architecture) ? nearVersions(text, architecture) : [];

    /// <summary>Tags and graph-data name architectures behind the version: a payload of another one must not be the answer.</summary>
    private ReleaseVersion? OfAsked(string parameter, ReleaseVersion version, string? ofTag)
    {
        var named = ofTag ?? version.Build;
        if (named.Length == 0 || !ArchitectureName.TryRead(parameters[ParameterNames.Architecture], out var asked))
        {
            return version.WithoutBuild;
        }

        return ArchitectureName.TryRead(named, out var architecture) && architecture == asked
            ? version.WithoutBuild
            : Refuse<ReleaseVersion>(parameter, ofTag is null
                ? $"'{parameter}' is {Excerpt.Of(version.Text)}, and the question is about {asked}: leave out what follows the +, and name the architecture by 'arch'."
                : $"'{parameter}' is a release for {named}, and the question is about {asked}: give {Excerpt.Of(version.WithoutBuild.Text)}, and name the architecture by 'arch'.");
    }

    private T? Refuse<T>(string parameter, string message)
        where T : class
    {
        Refuse(RefusalKind.InvalidValue, parameter, message, []);
        return null;
    }
}
