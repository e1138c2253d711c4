/** Where the description and its examples say that they are served; the service writes its own address there. */
export const EXAMPLE_SERVER = 'https://give.example.org';
