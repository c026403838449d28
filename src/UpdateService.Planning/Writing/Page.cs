namespace UpdateService.Planning.Writing;

/// <summary>
/// What an answer in words is written on. Texts of other people lose their control characters: they must not steer a terminal.
/// </summary>
internal abstract class Page
{
    /// <summary>Adds the first line.</summary>
    public abstract Page Title(string words);

    /// <summary>Adds the name of a part, after space.</summary>
    /// <param name="words">Without a colon.</param>
    public abstract Page Heading(string words);

    /// <summary>Adds a paragraph that begins with a name and a colon.</summary>
    /// <param name="name">Such as a kind of reason.</param>
    /// <param name="words">The text.</param>
    /// <param name="hang">Spaces before all lines but the first.</param>
    public abstract Page Term(string name, string words, int hang = 0);

    /// <summary>Adds something that differs.</summary>
    /// <param name="sign">Such as +.</param>
    /// <param name="words">What.</param>
    public abstract Page Change(string sign, string words);

    /// <summary>Adds space.</summary>
    public abstract Page Blank();

    /// <summary>Adds a paragraph. An indented one belongs to the one above it.</summary>
    /// <param name="words">The text.</param>
    /// <param name="indent">Spaces before its first line.</param>
    /// <param name="hang">Spaces more before all others.</param>
    public abstract Page Paragraph(string words, int indent = 0, int hang = 0);

    /// <summary>Adds a line that is never broken, such as a command or a digest that people copy.</summary>
    public abstract Page Line(string words, int indent = 0);

    /// <summary>Adds rows of a table.</summary>
    /// <param name="rows">As many cells in each.</param>
    /// <param name="indent">Spaces before each.</param>
    /// <param name="hasHead">Whether the first row names the columns.</param>
    public abstract Page Table(IReadOnlyList<string[]> rows, int indent = 0, bool hasHead = false);
}
